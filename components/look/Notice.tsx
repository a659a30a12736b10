import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

export type NoticeTone = 'quiet' | 'attention' | 'problem';

/**
 * What happened, what is shown instead, what to do. `quiet` where nobody did anything wrong and nothing can be done here,
 * `attention` only where a click helps, `problem` for what blocks. `bar` joins it to the box above, edge to edge.
 */
export function Notice(props: {
  icon: LucideIcon | ReactNode;
  title?: string;
  tone?: NoticeTone;
  bar?: boolean;
  /** Announced when it appears; leave it out for what stands there from the first. */
  announce?: boolean;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { icon, title, tone = 'quiet', bar, announce, actions, children } = props;
  const classes = ['notice', bar ? 'is-bar' : '', tone === 'quiet' ? '' : `notice-${tone}`].filter(Boolean).join(' ');
  return (
    <div className={classes} role={announce ? 'status' : undefined}>
      {isIcon(icon) ? <Icon of={icon} /> : icon}
      <div>
        {title === undefined ? children : <b>{title}</b>}
        {title === undefined || children === undefined ? null : <div className="muted">{children}</div>}
      </div>
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </div>
  );
}

/** Lucide's icons are components made by forwardRef; a glyph of ours comes as an element. */
function isIcon(icon: LucideIcon | ReactNode): icon is LucideIcon {
  return typeof icon === 'function' || (typeof icon === 'object' && icon !== null && 'render' in icon);
}
