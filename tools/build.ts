/** `npm run build`: the site, its search index and its compressed files, into `dist`. */
import { build } from './build-if-changed.ts';

await build('dist');
