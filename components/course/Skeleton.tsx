import { useEffect, useState } from 'react';
import { t } from '@/components/look/words';

/** Grey lines in the places of the words; only when loading takes longer than 150 ms. */
export function Skeleton() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="panel-body" aria-busy="true" aria-label={t('loading')}>
      {shown && (
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
      )}
    </section>
  );
}
