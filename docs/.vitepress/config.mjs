// The site: the pages of docs/ as they are, with navigation, search and drawn diagrams. Nothing is fetched when it is read.
import { readdirSync } from 'node:fs';
import { anchorOf } from '../../dist/docs/generate/markdown.js';
import { drawDiagrams } from './diagrams.mjs';
import { leadLinks, writeSources } from './links.mjs';
import { titleOf } from './titles.mjs';

const docs = new URL('..', import.meta.url);

/** The pages of a folder, by their titles; those that are not there (yet) are left out. */
const pagesOf = (folder) =>
  readdirSync(new URL(folder, docs))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => ({
      text: titleOf(new URL(`${folder}${name}`, docs)),
      link: `/${folder}${name.replace('.md', '')}`,
    }));

const folders = new Set(readdirSync(docs));
const section = (text, folder) =>
  folders.has(folder)
    ? [{ text, link: `/${folder}/`, items: pagesOf(`${folder}/`), collapsed: folder !== 'guides' }]
    : [];
const [first] = pagesOf('guides/');

/** While pages are rendered: Vue is found from the built code, which lies beside node_modules, and not from the pages. */
const vueOfTheSite = {
  name: 'vue-of-the-site',
  enforce: 'pre',
  resolveId: (id, _, { ssr }) => (ssr && /^vue($|\/)/.test(id) ? { id, external: true } : undefined),
};

export default {
  title: 'lwkt',
  description: 'LWKT message passing: an executable specification, message ports for worker threads, and a checker.',
  base: process.env.DOCS_BASE ?? '/',
  srcExclude: ['examples/**', 'generate/**'],
  rewrites: { 'README.md': 'index.md', ':folder/README.md': ':folder/index.md' },
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    anchor: { slugify: anchorOf },
    config(md) {
      leadLinks(md);
      drawDiagrams(md);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guides', link: first.link },
      ...(folders.has('specification.md') ? [{ text: 'Specification', link: '/specification' }] : []),
      { text: 'API', link: '/api/' },
    ],
    sidebar: [
      { text: 'Contents', link: '/' },
      { text: 'Guides', items: pagesOf('guides/') },
      { text: 'What holds, and why', items: pagesOf('') },
      ...section('Walkthroughs', 'walkthroughs'),
      ...section('API reference', 'api'),
    ],
  },
  vite: { plugins: [vueOfTheSite], build: { chunkSizeWarningLimit: 4000 } },
  buildEnd: ({ outDir }) => writeSources(outDir),
};
