import type { ReactNode } from 'react';
import type { StatusView } from '@/lib/messaging/views';

/** Own glyphs, only where the meaning is ours: the product, agreement, the four nodes of the line. 16 grid, 1.5 px. */
function Glyph({ size, grid = 16, children }: { size: number; grid?: 12 | 16; children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${grid} ${grid}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** ■–○ */
export function ProductMark({ size = 16 }: { size?: number }) {
  return (
    <Glyph size={size}>
      <rect x="1" y="5.75" width="4.5" height="4.5" rx=".5" fill="currentColor" stroke="none" />
      <path d="M5.5 8h4.25" />
      <circle cx="12.25" cy="8" r="2.5" />
    </Glyph>
  );
}

const cut = { stroke: 'var(--glyph-cut, var(--surface))' };
const agreed = (
  <>
    <circle cx="8" cy="8" r="6" fill="currentColor" stroke="none" />
    <path d="m5.2 8.3 1.95 1.95 3.7-4.2" style={cut} />
  </>
);

/** Each state has its own shape, so that it is told apart without colour. */
const stateShapes: Record<StatusView['state'], ReactNode> = {
  proposed: (
    <>
      <circle cx="8" cy="8" r="5.25" strokeDasharray="2.6 1.9" />
      <circle cx="8" cy="8" r="1.5" fill="currentColor" stroke="none" />
    </>
  ),
  agreed,
  measured: agreed,
  reviewed: agreed,
  declined: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="m4.4 11.6 7.2-7.2" />
    </>
  ),
  changed: (
    <>
      <circle cx="8" cy="8" r="5.25" />
      <path d="M8 2.75a5.25 5.25 0 0 1 0 10.5Z" fill="currentColor" />
    </>
  ),
};

export function StateGlyph({ state, size = 14 }: { state: StatusView['state']; size?: number }) {
  return <Glyph size={size}>{stateShapes[state]}</Glyph>;
}

const nodes = {
  course: <rect x="2" y="2" width="8" height="8" rx="1" fill="currentColor" />,
  behaviour: <circle cx="6" cy="6" r="2.5" fill="currentColor" />,
  result: <circle cx="6" cy="6" r="4" />,
  goal: <path d="M6 1.2 10.8 6 6 10.8 1.2 6Z" />,
} as const;

/** ■ course, ● behaviour, ○ result, ◇ goal: the same four in panel, map and report. */
export function Node({ kind }: { kind: keyof typeof nodes }) {
  return (
    <Glyph size={12} grid={12}>
      {nodes[kind]}
    </Glyph>
  );
}
