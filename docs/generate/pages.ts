/** All pages of which at least a part is generated. */
import { API } from './api.ts';
import { HANDWRITTEN } from './handwritten.ts';
import { HISTORY_2003 } from './history-2003/index.ts';
import { LIFE_OF_A_MESSAGE } from './life-of-a-message.ts';
import type { Page } from './page.ts';
import { PERFORMANCE } from './performance.ts';
import { REACH } from './reach.ts';
import { SAMPLER_PAGES } from './samplers.ts';
import { SPECIFICATION } from './specification.ts';
import { WALKTHROUGH_PAGES } from './walkthrough/index.ts';
import { WHAT_CANNOT_HAPPEN } from './what-cannot-happen.ts';

export const PAGES: readonly Page[] = [
  ...SPECIFICATION,
  ...LIFE_OF_A_MESSAGE,
  ...WHAT_CANNOT_HAPPEN,
  ...API,
  ...HANDWRITTEN,
  ...WALKTHROUGH_PAGES,
  ...HISTORY_2003,
  ...REACH,
  ...PERFORMANCE,
  ...SAMPLER_PAGES,
];
