/** The course map: what the lessons are called, in which order they stand, and which exist as a plan only. */

export const locales = ['en', 'zh-cn'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale = 'en' satisfies Locale;

type Localized = Readonly<Record<Locale, string>>;
export type UnitNumber = 1 | 2 | 3 | 4;

export interface Unit {
  readonly number: UnitNumber;
  readonly numeral: string;
  readonly title: Localized;
}

export interface Lesson {
  /** 1–26. Printed as `L02`; the lesson's file is `02-<slug>.mdx`. */
  readonly number: number;
  readonly slug: string;
  readonly unit: UnitNumber;
  readonly title: Localized;
  /** The one question the lesson answers. Words between backticks are code. */
  readonly question: Localized;
  readonly minutes: number;
  /** Numbers of the lessons to have read before. */
  readonly after: readonly number[];
}

export const units: readonly Unit[] = [
  { number: 1, numeral: 'I', title: { en: 'The wire', 'zh-cn': '线上字节' } },
  { number: 2, numeral: 'II', title: { en: 'The connection’s life', 'zh-cn': '连接的一生' } },
  { number: 3, numeral: 'III', title: { en: 'Socket.IO', 'zh-cn': 'Socket.IO' } },
  { number: 4, numeral: 'IV', title: { en: 'In production', 'zh-cn': '走向生产' } },
];

export const course: readonly Lesson[] = [
  {
    number: 1,
    slug: 'why-websockets',
    unit: 1,
    title: { en: 'What waiting costs', 'zh-cn': '等一条消息要付多少代价' },
    question: {
      en: 'What does one server update cost when a page asks, waits, or stays connected?',
      'zh-cn': '页面轮询、挂起等待，或一直保持连接：服务器每更新一次，各要付出多少？',
    },
    minutes: 12,
    after: [],
  },
  {
    number: 2,
    slug: 'upgrade-handshake',
    unit: 1,
    title: { en: 'One GET, then no more HTTP', 'zh-cn': '一次 GET，之后不再是 HTTP' },
    question: {
      en: 'How does one HTTP request become something else, and what does each side prove?',
      'zh-cn': '一个 HTTP 请求怎样变成另一种协议，双方各自证明了什么？',
    },
    minutes: 12,
    after: [1],
  },
  {
    number: 3,
    slug: 'frames',
    unit: 1,
    title: { en: 'A frame, bit by bit', 'zh-cn': '逐位看一帧' },
    question: {
      en: 'What are the 2–14 bytes in front of every payload?',
      'zh-cn': '每段载荷前面的 2–14 个字节是什么？',
    },
    minutes: 12,
    after: [2],
  },
  {
    number: 4,
    slug: 'masking',
    unit: 1,
    title: { en: 'Why clients scramble and servers don’t', 'zh-cn': '为什么客户端要加掩码' },
    question: {
      en: 'If XOR with a visible key hides nothing, what is it for?',
      'zh-cn': '密钥就在眼前的异或什么也藏不住，那它有什么用？',
    },
    minutes: 12,
    after: [3],
  },
  {
    number: 5,
    slug: 'fragments-control-utf8',
    unit: 1,
    title: { en: 'Pieces, pings and partial characters', 'zh-cn': '分片、控制帧与半个字符' },
    question: {
      en: 'How can a ping get through the middle of a 1 GB message?',
      'zh-cn': '一个 ping 怎样穿过一条 1 GB 消息的中间？',
    },
    minutes: 12,
    after: [3],
  },
  {
    number: 6,
    slug: 'close-handshake',
    unit: 1,
    title: { en: 'Saying goodbye twice', 'zh-cn': '要说两次再见' },
    question: {
      en: 'Why do the two ends sometimes report different close codes?',
      'zh-cn': '为什么两端有时报告不同的关闭码？',
    },
    minutes: 12,
    after: [5],
  },
  {
    number: 7,
    slug: 'subprotocols-extensions-deflate',
    unit: 1,
    title: { en: 'Agreeing on more', 'zh-cn': '协商：子协议、扩展与压缩' },
    question: {
      en: 'What can the handshake agree beyond “speak WebSocket”, and what does compression really cost?',
      'zh-cn': '除了“讲 WebSocket”，握手还能商定什么？压缩的真实代价是多少？',
    },
    minutes: 12,
    after: [2, 3],
  },
  {
    number: 8,
    slug: 'ready-state',
    unit: 2,
    title: { en: 'Four numbers and what hides behind them', 'zh-cn': 'readyState 背后' },
    question: {
      en: 'What can page script know about its connection, and when?',
      'zh-cn': '页面脚本能知道连接的哪些情况，什么时候知道？',
    },
    minutes: 12,
    after: [6],
  },
  {
    number: 9,
    slug: 'failures-1006',
    unit: 2,
    title: { en: 'Seven doors, one code', 'zh-cn': '七种故障，一个 1006' },
    question: {
      en: 'Why does everything fail as 1006, and where is the real reason?',
      'zh-cn': '为什么一切失败都是 1006，真正的原因在哪里？',
    },
    minutes: 12,
    after: [8],
  },
  {
    number: 10,
    slug: 'heartbeats',
    unit: 2,
    title: { en: 'Is anyone there?', 'zh-cn': '对面还在吗' },
    question: {
      en: 'How long can both sides believe in a dead connection?',
      'zh-cn': '连接已死，双方能继续相信它多久？',
    },
    minutes: 12,
    after: [5, 8],
  },
  {
    number: 11,
    slug: 'reconnect',
    unit: 2,
    title: { en: 'Coming back without a stampede', 'zh-cn': '重连而不踩踏' },
    question: { en: 'When should a client retry, and after how long?', 'zh-cn': '客户端应当在什么时候、隔多久重试？' },
    minutes: 12,
    after: [9, 10],
  },
  {
    number: 12,
    slug: 'backpressure',
    unit: 2,
    title: { en: 'When the other side is slow', 'zh-cn': '对方变慢时' },
    question: { en: 'Where do unsent bytes go, and who finds out?', 'zh-cn': '没发出去的字节去了哪里，谁会知道？' },
    minutes: 12,
    after: [8],
  },
  {
    number: 13,
    slug: 'ordering-delivery',
    unit: 2,
    title: { en: 'In order is not the same as arrived', 'zh-cn': '有序 ≠ 送达' },
    question: {
      en: 'After a reconnect, what may be missing, doubled or reordered?',
      'zh-cn': '重连之后，什么可能丢失、重复或乱序？',
    },
    minutes: 12,
    after: [11, 12],
  },
  {
    number: 14,
    slug: 'security',
    unit: 2,
    title: { en: 'Who may open this socket?', 'zh-cn': '谁可以打开这个套接字' },
    question: {
      en: 'What stops another site’s page from using your user’s socket?',
      'zh-cn': '是什么阻止别的网站的页面使用你用户的连接？',
    },
    minutes: 12,
    after: [2, 9],
  },
  {
    number: 15,
    slug: 'socketio-is-not-websocket',
    unit: 3,
    title: { en: 'Three layers in one string', 'zh-cn': '一串字符里的三层协议' },
    question: { en: 'What is `42["hello","world"]`?', 'zh-cn': '`42["hello","world"]` 是什么？' },
    minutes: 12,
    after: [3],
  },
  {
    number: 16,
    slug: 'engineio-transports',
    unit: 3,
    title: { en: 'Poll first, upgrade later', 'zh-cn': '先轮询，再升级' },
    question: {
      en: 'Why does Socket.IO start with HTTP, and how does it switch without losing order?',
      'zh-cn': 'Socket.IO 为什么从 HTTP 开始，又怎样切换而不乱序？',
    },
    minutes: 12,
    after: [15, 10],
  },
  {
    number: 17,
    slug: 'events-acks',
    unit: 3,
    title: { en: 'Ask and be answered', 'zh-cn': '事件与确认' },
    question: { en: 'How do you know an event was handled?', 'zh-cn': '怎样知道一个事件已经被处理？' },
    minutes: 12,
    after: [15, 13],
  },
  {
    number: 18,
    slug: 'namespaces-rooms',
    unit: 3,
    title: { en: 'Who gets it?', 'zh-cn': '谁会收到' },
    question: { en: 'Which sockets receive this emit?', 'zh-cn': '这次 emit，哪些 Socket 实例会收到？' },
    minutes: 12,
    after: [17],
  },
  {
    number: 19,
    slug: 'disconnect-recovery',
    unit: 3,
    title: { en: 'What survives a drop', 'zh-cn': '断线之后还剩什么' },
    question: { en: 'After a drop, what comes back by itself?', 'zh-cn': '断线之后，什么会自己回来？' },
    minutes: 12,
    after: [11, 17],
  },
  {
    number: 20,
    slug: 'middleware-auth-errors',
    unit: 3,
    title: { en: 'The gate and the gatekeeper', 'zh-cn': '中间件、鉴权与错误' },
    question: {
      en: 'Where does a connection get refused, and what does the client learn?',
      'zh-cn': '连接在哪里被拒绝，客户端又能知道什么？',
    },
    minutes: 12,
    after: [14, 18],
  },
  {
    number: 21,
    slug: 'chat',
    unit: 4,
    title: { en: 'A chat that survives the lift', 'zh-cn': '电梯里也不丢消息的聊天' },
    question: { en: 'What must a chat do beyond broadcast?', 'zh-cn': '除了广播，聊天还必须做到什么？' },
    minutes: 12,
    after: [13, 18, 19],
  },
  {
    number: 22,
    slug: 'live-data',
    unit: 4,
    title: { en: 'Faster than the eye', 'zh-cn': '行情、图表与位置' },
    question: { en: 'How do you show 1000 updates a second honestly?', 'zh-cn': '怎样如实显示每秒 1000 次更新？' },
    minutes: 12,
    after: [12, 13, 18],
  },
  {
    number: 23,
    slug: 'game-loop',
    unit: 4,
    title: { en: 'Two clocks', 'zh-cn': '两个时钟' },
    question: {
      en: 'How does a shared world feel immediate over 100 ms?',
      'zh-cn': '共享的世界怎样在 100 ms 的延迟上显得即时？',
    },
    minutes: 12,
    after: [12, 13],
  },
  {
    number: 24,
    slug: 'scaling',
    unit: 4,
    title: { en: 'Two servers and a proxy', 'zh-cn': '两台服务器与一个代理' },
    question: { en: 'What breaks when there are two servers?', 'zh-cn': '有了两台服务器，什么会坏掉？' },
    minutes: 12,
    after: [16, 19],
  },
  {
    number: 25,
    slug: 'performance',
    unit: 4,
    title: { en: 'What a connection weighs', 'zh-cn': '一个连接有多重' },
    question: { en: 'What limits one server?', 'zh-cn': '一台服务器的上限由什么决定？' },
    minutes: 12,
    after: [12, 24],
  },
  {
    number: 26,
    slug: 'choosing',
    unit: 4,
    title: { en: 'When not to use a WebSocket', 'zh-cn': '什么时候不该用 WebSocket' },
    question: { en: 'Which transport fits this problem?', 'zh-cn': '哪种传输方式适合这个问题？' },
    minutes: 12,
    after: [1, 23],
  },
];
