/** All pages of which at least a part is generated. */
import { API } from './api.ts';
import { HANDWRITTEN } from './handwritten.ts';
import type { Page } from './page.ts';

export const PAGES: readonly Page[] = [...API, ...HANDWRITTEN];
