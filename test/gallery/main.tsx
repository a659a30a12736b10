import { createRoot } from 'react-dom/client';
import '@/components/look/look.css';
import './gallery.css';
import { trendStates } from './trends';

const theme = new URLSearchParams(location.search).get('theme');
if (theme) document.documentElement.dataset.theme = theme;

function Gallery() {
  return trendStates.map(({ name, draw }) => (
    <section className="gallery-state" key={name}>
      <h2>{name}</h2>
      <div className="gallery-row">
        {[782, 468, 350].map((width) => (
          <div key={width} className="tl card card-pad" style={{ width: width + 26 }}>
            {draw()}
          </div>
        ))}
      </div>
    </section>
  ));
}

createRoot(document.getElementById('gallery') as HTMLElement).render(<Gallery />);
