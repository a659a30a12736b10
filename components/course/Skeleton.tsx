import { useEffect, useRef, useState } from 'react';
import { t } from '@/components/look/words';

const late = 150;
const least = 300;

/**
 * What to show while something loads: nothing at first, grey lines after 150 ms, and those for 300 ms at least, so that
 * nothing flickers. Returns `content` once it is time for it.
 */
export function useLoading(loading: boolean): 'nothing' | 'skeleton' | 'content' {
  const [shown, setShown] = useState<'nothing' | 'skeleton' | 'content'>(loading ? 'nothing' : 'content');
  const since = useRef(0);
  useEffect(() => {
    if (shown === 'content' || (loading && shown === 'skeleton')) return undefined;
    const wait = loading ? late : shown === 'skeleton' ? since.current + least - performance.now() : 0;
    const timer = setTimeout(() => {
      since.current = performance.now();
      setShown(loading ? 'skeleton' : 'content');
    }, wait);
    return () => clearTimeout(timer);
  }, [loading, shown]);
  return !loading && shown === 'nothing' ? 'content' : shown;
}

/** Grey lines in the places of the words. */
export function Skeleton() {
  return (
    <section className="panel-body" aria-busy="true" aria-label={t('loading')}>
      <div className="outcome">
        <div className="outcome-wide outcome-words">
          <div className="sk" style={{ height: 14, width: '72%' }} />
          <div className="sk" style={{ width: '38%' }} />
        </div>
        <div className="outcome-words">
          <div className="sk" style={{ width: '92%' }} />
          <div className="sk" style={{ width: '84%' }} />
          <div className="sk" style={{ width: '46%' }} />
        </div>
        <div className="sk" style={{ height: 168 }} />
      </div>
    </section>
  );
}
