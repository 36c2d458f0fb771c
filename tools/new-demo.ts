/** `npm run new:demo <name>`: a demo that works, to be changed into yours. */
import { fileURLToPath } from 'node:url';
import { createDemo } from './new-demo/create-demo.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const made = await createDemo(ROOT, process.argv[2] ?? '');
if (made.kind === 'violation') {
  console.error(made.message);
  process.exitCode = 1;
} else {
  console.log(`Written:\n${made.files.map((file) => `  ${file}`).join('\n')}`);
  console.log(`\nIt stands at /lab/${made.name}/ (npm run dev). The recipe is in CONTRIBUTING.md, “Add a demo”.`);
}
