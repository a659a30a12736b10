import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/look/Dialog';
import { Notice } from '@/components/look/Notice';
import { t, tn } from '@/components/look/words';
import type { Out } from '@/lib/messaging/names';
import type { AdminDialog, AdminState } from './state';
import { typeWord } from './type-words';

const shownAtMost = 50;

/** Erasing cannot be undone: what depends on the record is named first, and goes with it. */
export function EraseDialog({
  state,
  of,
  onClose,
}: {
  state: AdminState;
  of: Extract<AdminDialog, { kind: 'erase' }>;
  onClose: () => void;
}) {
  const [dependents, setDependents] = useState<Out<'own/dependents'> | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let here = true;
    state.dependents(of.type, of.id).then(
      (found) => here && setDependents(found),
      () => here && setTrouble(t('erase_unknown')),
    );
    return () => {
      here = false;
    };
  }, [state, of]);
  const erase = async () => {
    setBusy(true);
    const done = await state.erase(of.type, of.id, of.name);
    setBusy(false);
    if (done.ok) onClose();
    else setTrouble(`${done.sentence} ${done.hint}`);
  };
  return (
    <Dialog title={t('erase_title', of.name)} onClose={onClose}>
      <p>{t('erase_lead')}</p>
      {trouble === null ? null : <Notice icon={TriangleAlert} tone="problem" announce title={trouble} />}
      {dependents === null && trouble === null ? <p className="muted">{t('erase_looking')}</p> : null}
      {dependents === null ? null : dependents.length === 0 ? (
        <p>{t('erase_nothing')}</p>
      ) : (
        <>
          <h3>{tn('erase_dependents', dependents.length)}</h3>
          <ul className="erase-list">
            {dependents.slice(0, shownAtMost).map((record) => (
              <li key={`${record.type} ${record.id}`}>
                <span className="muted">{typeWord(record.type)}</span> {record.name}
              </li>
            ))}
          </ul>
          {dependents.length > shownAtMost ? <p className="muted">{tn('erase_more', dependents.length - shownAtMost)}</p> : null}
        </>
      )}
      <div className="actions">
        <button className="btn" type="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button className="btn btn-danger" type="button" disabled={dependents === null || busy} onClick={() => void erase()}>
          {tn('erase_do', (dependents?.length ?? 0) + 1)}
        </button>
      </div>
    </Dialog>
  );
}
