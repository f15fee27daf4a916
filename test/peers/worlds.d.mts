// What is compared with SPIN: every world that is explored, and those whose caller's views are compared (C9).
import type { CALLER_VIEWS, PROFILES, World } from '../../properties/model/index.ts';

/** They have names of their own. */
export declare function comparedWorlds(model: {
  readonly PROFILES: typeof PROFILES;
  readonly CALLER_VIEWS: typeof CALLER_VIEWS;
}): World[];
