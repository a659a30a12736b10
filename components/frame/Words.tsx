import { t } from '@/components/look/words';

/** A whole surface that has nothing to show, and says why. */
export function Words({ of }: { of: 'gone' | 'nothing' }) {
  return <output className="tl frame-words">{t(`frame_${of}`)}</output>;
}
