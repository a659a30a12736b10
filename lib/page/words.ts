import { api } from '@/lib/messaging/page-client';
import type messages from '@/public/_locales/en/messages.json';

/** Text of the catalogue in the browser's language; `fill` takes the place of `$1`. */
export const word = (key: keyof typeof messages, fill?: string): string => api.i18n.getMessage(key, fill);
