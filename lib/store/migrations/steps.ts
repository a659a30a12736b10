import { firstStores } from './01-first-stores';
import { runsOfDays } from './02-runs-of-days';
import { sharedStorage } from './03-shared-storage';
import type { Step } from './step';

/** In order; the schema's version is their number. A step that was released is never edited: add the next one. */
export const steps: readonly Step[] = [firstStores, runsOfDays, sharedStorage];
