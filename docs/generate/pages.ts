/** All pages of which at least a part is generated. */
import { HANDWRITTEN } from './handwritten.ts';
import type { Page } from './page.ts';

export const PAGES: readonly Page[] = [...HANDWRITTEN];
