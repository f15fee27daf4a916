import { readFileSync, statSync } from 'node:fs';
import { runAsWorker } from 'synckit';
import { pin } from '../place.mjs';

pin(1);
runAsWorker(async (what, path) => {
  if (what === 'read') return readFileSync(path, 'utf8');
  const { size, mtimeMs, mode } = statSync(path);
  return { size, mtimeMs, mode };
});
