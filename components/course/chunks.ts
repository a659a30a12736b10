import { chunk } from '@/components/look/chunk';

/** What the first view does not need. Fetched on pointer or focus, at the latest on use. */
export const trendChunk = chunk(() => import('@/components/trend/Trend'));
export const sparkChunk = chunk(() => import('@/components/trend/Spark'));
export const pickerChunk = chunk(() => import('@/components/picker/Picker'));
export const askChunk = chunk(() => import('./AskStep'));
export const dialogChunks = {
  launches: chunk(() => import('./LaunchesDialog')),
  policy: chunk(() => import('./PolicyDialog')),
  hidden: chunk(() => import('./HiddenDialog')),
  values: chunk(() => import('./ValuesDialog')),
  outcomeNew: chunk(() => import('@/components/outcome/NewOutcome')),
  outcomeEdit: chunk(() => import('@/components/outcome/EditOutcome')),
  alignmentEdit: chunk(() => import('./AlignmentDialog')),
};
