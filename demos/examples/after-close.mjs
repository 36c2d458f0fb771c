/** What a client does after a `close` event: 'stay', 'sign-in' or 'retry'. */
export function afterClose({ code }) {
  switch (code) {
    case 1000: // the purpose is fulfilled
      return 'stay';
    case 1008: // policy
    case 3000: // unauthorized
      return 'sign-in';
    default: // 1001, 1006, 1012, 1013 …: later, and not all clients at the same moment
      return 'retry';
  }
}

for (const code of [1000, 1001, 1006, 1008, 1012, 4001]) console.log(code, afterClose({ code }));
