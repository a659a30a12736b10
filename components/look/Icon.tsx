import type { LucideIcon } from 'lucide-react';

/**
 * A Lucide icon, drawn with a 1.5 px line at 12, 14 or 16 px. Give it the named import (`<Icon of={Plus} />`), so that a
 * page holds only the icons it draws. Always beside words, or inside a control that has a name: hidden from assistive tech.
 */
export function Icon({ of: Glyph, size = 16 }: { of: LucideIcon; size?: 12 | 14 | 16 }) {
  return <Glyph size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" focusable="false" />;
}
