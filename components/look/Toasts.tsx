import { useSignals } from '@preact/signals-react/runtime';
import { Undo2, X } from 'lucide-react';
import { Icon } from './Icon';
import type { Toasts } from './toasts';
import { t } from './words';

/** `float` in our own pages; in a frame the lines stand in the flow, so that nothing covers the words. */
export function ToastList({ toasts, float }: { toasts: Toasts; float?: boolean }) {
  useSignals();
  return (
    <output className={float ? 'toasts toasts-float tl no-print' : 'toasts no-print'}>
      {toasts.list.value.map((toast) => (
        <span className="toast" key={toast.key}>
          <span>{toast.text}</span>
          {toast.undo === undefined ? null : (
            <button
              className="btn"
              type="button"
              onClick={() => {
                toasts.drop(toast.key);
                toast.undo?.();
              }}
            >
              <Icon of={Undo2} size={14} />
              {t('undo')}
            </button>
          )}
          <button className="btn btn-quiet btn-icon" type="button" aria-label={t('dismiss')} onClick={() => toasts.drop(toast.key)}>
            <Icon of={X} />
          </button>
        </span>
      ))}
    </output>
  );
}
