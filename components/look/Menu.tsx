import type { LucideIcon } from 'lucide-react';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './Icon';
import { holdRoom } from './room';

export type MenuItem = { key: string; label: string; icon?: LucideIcon; onChoose: () => void } | { key: string; line: true };

/**
 * A button that opens a menu, on the browser's popover: light dismiss and Escape are the browser's, arrows, Home, End and
 * first letters are ours (WAI-ARIA menu button). Focus goes to the first item and back to the button.
 */
export function Menu({
  label,
  icon,
  items,
  children,
}: {
  label: string;
  icon?: LucideIcon;
  items: readonly MenuItem[];
  children?: ReactNode;
}) {
  const id = useId();
  const anchor = `--menu-${id.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const release = useRef<() => void>(undefined);

  const choices = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const onKey = (event: KeyboardEvent) => {
    const all = choices();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const letter = event.key.length === 1 ? event.key.toLocaleLowerCase() : null;
    const to =
      event.key === 'ArrowDown'
        ? all[(at + 1) % all.length]
        : event.key === 'ArrowUp'
          ? all[(at - 1 + all.length) % all.length]
          : event.key === 'Home'
            ? all[0]
            : event.key === 'End'
              ? all.at(-1)
              : letter
                ? [...all.slice(at + 1), ...all].find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter))
                : undefined;
    if (event.key === 'Tab') menu.current?.hidePopover();
    if (!to) return;
    event.preventDefault();
    to.focus();
  };
  const onToggle = (open: boolean) => {
    release.current?.();
    release.current = undefined;
    button.current?.setAttribute('aria-expanded', String(open));
    if (!open) return;
    release.current = holdRoom(
      () => (button.current?.getBoundingClientRect().bottom ?? 0) + window.scrollY + (menu.current?.offsetHeight ?? 0) + 12,
      menu.current,
    );
    choices()[0]?.focus();
  };

  return (
    <>
      <button
        ref={button}
        className={children === undefined ? 'btn btn-quiet btn-icon' : 'btn btn-quiet'}
        type="button"
        aria-label={children === undefined ? label : undefined}
        aria-haspopup="menu"
        aria-expanded="false"
        popoverTarget={id}
        style={{ anchorName: anchor }}
      >
        {icon === undefined ? null : <Icon of={icon} />}
        {children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className="menu tl"
        style={{ positionAnchor: anchor }}
        onToggle={(event) => onToggle(event.newState === 'open')}
        onKeyDown={onKey}
      >
        {items.map((item) =>
          'line' in item ? (
            <hr key={item.key} className="menu-line" />
          ) : (
            <button
              key={item.key}
              className="menu-item"
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                menu.current?.hidePopover();
                button.current?.focus();
                item.onChoose();
              }}
            >
              {item.icon === undefined ? null : <Icon of={item.icon} />}
              {item.label}
            </button>
          ),
        )}
      </div>
    </>
  );
}
