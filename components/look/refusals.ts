import type { RefusalCode } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { t } from './words';

/** What a refused call means for the person, and what to do. */
export function refusalText(error: unknown): { code: RefusalCode; sentence: string; hint: string } {
  const code = error instanceof RefusalError ? error.code : 'failed';
  return { code, sentence: t(`refusal_${code}`), hint: t(`refusalHint_${code}`) };
}
