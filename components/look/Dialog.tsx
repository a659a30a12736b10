import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Icon } from './Icon';
import { holdRoom } from './room';
import { t } from './words';

/**
 * The browser's own modal dialog: focus goes in, stays in, and returns to the opener. Rendered = open. `onClose` is called
 * once, after Escape, the cross, or `close()` of the element; the caller then stops rendering it.
 */
export function Dialog({ title, onClose, wide, children }: { title: string; onClose: () => void; wide?: boolean; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const heading = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const opener = document.activeElement;
    element.showModal();
    element.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea, button)')?.focus(); // the cross comes first in the document, the work does not
    const release = holdRoom(() => (inner.current?.offsetHeight ?? 0) + 20, inner.current);
    return () => {
      release();
      element.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <dialog ref={dialog} className={wide ? 'dialog dialog-wide tl' : 'dialog tl'} aria-labelledby={heading} onClose={onClose}>
      <div ref={inner}>
        <div className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button className="btn btn-quiet btn-icon" type="button" aria-label={t('close')} onClick={() => dialog.current?.close()}>
            <Icon of={X} />
          </button>
        </div>
        <div className="dialog-body">{children}</div>
      </div>
    </dialog>
  );
}
