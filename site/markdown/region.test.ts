import { expect, test } from 'vitest';
import { region } from './region.ts';

const file = `import { WebSocket } from 'ws';

async function main() {
  // #region open
  const ws = new WebSocket(url);
    ws.on('error', console.error);
  // #endregion
}
# #region python
print('hello')
# #endregion
`;

test('a region is the lines between its markers, moved to the margin', () => {
  expect(region(file, 'open')).toBe("const ws = new WebSocket(url);\n  ws.on('error', console.error);");
});

test('Python comments mark regions too', () => {
  expect(region(file, 'python')).toBe("print('hello')");
});

test('without a name it is the whole file, less the markers', () => {
  expect(region(file)).not.toContain('region');
  expect(region(file)).toContain('async function main() {');
});

test('a region that is not there is an error that names it', () => {
  expect(() => region(file, 'close')).toThrow('#region close');
});
