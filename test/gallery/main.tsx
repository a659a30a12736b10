import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/components/look/look.css';
import './gallery.css';
import { dialogStates, Panel, panelStates } from './panels';
import { trendStates } from './trends';

/** `?show=trends|panels|dialog&at=3&theme=dark&dir=rtl`; a dialog fills the page, so one at a time. */
const asked = new URLSearchParams(location.search);
const html = document.documentElement;
if (asked.has('theme')) html.dataset.theme = asked.get('theme') ?? 'light';
html.dir = asked.get('dir') ?? 'ltr';

function Row({ name, widths, draw }: { name: string; widths: number[]; draw(): ReactNode }) {
  return (
    <section className="gallery-state">
      <h2>{name}</h2>
      <div className="gallery-row">
        {widths.map((width) => (
          <div key={width} style={{ width }}>
            {draw()}
          </div>
        ))}
      </div>
    </section>
  );
}

function Gallery() {
  const show = asked.get('show') ?? 'panels';
  if (show === 'dialog') {
    const one = dialogStates[Number(asked.get('at') ?? 0)];
    return one && <Row name={one.name} widths={[Math.min(814, innerWidth - 48)]} draw={() => <Panel of={one} />} />;
  }
  if (show === 'trends')
    return trendStates.map(({ name, draw }) => (
      <Row key={name} name={name} widths={[782, 494, 376]} draw={() => <div className="tl card card-pad">{draw()}</div>} />
    ));
  return panelStates.map((one) => (
    <Row key={one.name} name={one.name} widths={asked.has('wide') ? [814] : [814, 659, 374]} draw={() => <Panel of={one} />} />
  ));
}

createRoot(document.getElementById('gallery') as HTMLElement).render(<Gallery />);
