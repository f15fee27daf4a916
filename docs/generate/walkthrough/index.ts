/** The walkthroughs, in the order in which they are best read. */
import type { Page } from '../page.ts';
import { ABORTING } from './aborting.ts';
import { indexPage } from './index-page.ts';
import { pageOf } from './pages.ts';
import { SENDING } from './sending.ts';
import { SERVING } from './serving.ts';
import type { Walkthrough } from './story.ts';

export const WALKTHROUGHS: readonly Walkthrough[] = [...SENDING, ABORTING, ...SERVING];

export const WALKTHROUGH_PAGES: readonly Page[] = [
  indexPage(WALKTHROUGHS),
  ...WALKTHROUGHS.map((walkthrough) => pageOf(walkthrough)),
];
