/** `npm run docs`: writes every generated page that is not as it should be. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PAGES } from './pages.ts';

function written(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

for (const page of PAGES) {
  const text = await page.text();
  if (written(page.path) === text) continue;
  mkdirSync(dirname(page.path), { recursive: true });
  writeFileSync(page.path, text);
  process.stdout.write(`${page.path}\n`);
}
