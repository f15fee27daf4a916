// The file service at work. A web server, which must not block, awaits its files; a worker that wants its answers at once just
// calls. Both use the same port, and most of their calls never leave their thread.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { watch } from 'lwkt';
import { connectToFiles, createService, serveFiles } from './files/service.mjs';

if (isMainThread) await webServer();
else if (workerData.role === 'io') serveFiles(workerData.service);
else synchronousCaller(workerData);

async function webServer() {
  const folder = mkdtempSync(join(tmpdir(), 'lwkt-files-'));
  const page = join(folder, 'index.html');
  writeFileSync(page, '<h1>first</h1>');
  const service = createService({ callers: 2 });
  const start = (role) => new Worker(new URL(import.meta.url), { workerData: { role, service, page } });
  const io = watch(start('io'), service.system, 0);

  const files = connectToFiles(service);
  const server = createServer(async ({ url }, response) => {
    try {
      const { size } = await files.async.stat(join(folder, url));
      response.setHeader('content-length', size);
      response.end(await files.async.read(join(folder, url)));
    } catch (error) {
      response.writeHead(error.code === 'ENOENT' ? 404 : 500).end();
    }
  }).listen(0);
  const get = async (url) => {
    const response = await fetch(`http://localhost:${server.address().port}${url}`);
    console.log(`GET ${url}: ${response.status} ${await response.text()}`);
  };

  await get('/index.html');
  await get('/gone');
  const lines = await new Promise((resolve) => start('caller').once('message', resolve));
  for (const line of lines) console.log(line);
  await get('/index.html');

  server.close();
  server.closeAllConnections();
  await io.terminate();
  rmSync(folder, { recursive: true });
}

function synchronousCaller({ service, page }) {
  const files = connectToFiles(service);
  const lines = [`caller: ${files.sync.stat(page).size} bytes: ${files.sync.read(page)}`];
  files.sync.write(page, '<h1>second</h1>');
  lines.push(`caller: ${files.sync.stat(page).size} bytes: ${files.sync.read(page)}`);
  try {
    files.sync.read(`${page}.gone`);
  } catch (error) {
    lines.push(`caller: ${error.code} of ${error.syscall}`);
  }
  parentPort.postMessage(lines);
}
