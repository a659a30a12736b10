import { fixtureAt } from '../fixtures/serve.ts';
import { serve } from '../support/host.ts';
import { sampleCharts, sampleDatasets } from '../support/sample-superset.ts';
import { startSuperset } from '../support/superset-server.ts';

export type DemoSites = {
  lms: string;
  bi: string;
  course: string;
  dashboard: string;
  cookie: { name: string; value: string };
  close(): Promise<void>;
};

/** The demo's two made-up sites on this machine: a course page and a dashboard whose charts answer Superset's real routes. */
export async function startSites(ports: { lms: number; bi: number }): Promise<DemoSites> {
  const learning = await serve([(_request, url) => fixtureAt(url)], ports.lms);
  const dashboards = await startSuperset({
    charts: sampleCharts,
    datasets: sampleDatasets,
    users: { 'demo.leader': 'demo' },
    port: ports.bi,
    dashboard: (slug) => fixtureAt(new URL(`http://bi.localhost:${ports.bi}/superset/dashboard/${slug}/`))?.body ?? null,
    file: (path) => {
      const found = fixtureAt(new URL(`http://bi.localhost:${ports.bi}${path}`));
      return found && { type: found.headers['content-type'] ?? 'text/html', body: found.body };
    },
  });
  const [name = '', ...value] = (dashboards.cookieFor('demo.leader').split(';')[0] ?? '').split('=');
  const lms = `lms.localhost:${learning.port}`;
  const bi = `bi.localhost:${dashboards.port}`;
  return {
    lms,
    bi,
    course: `http://${lms}/course/view.php?id=7`,
    dashboard: `http://${bi}/superset/dashboard/field-operations/`,
    cookie: { name, value: value.join('=') },
    close: async () => {
      await Promise.all([learning.close(), dashboards.close()]);
    },
  };
}
