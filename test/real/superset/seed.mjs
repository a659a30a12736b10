// What the tests find in Superset: data, charts, dashboards, a viewer who sees one region only. Plain Node ≥ 20.
import { charts } from './charts.mjs';
import { dashboards, positions } from './dashboards.mjs';
import { queryContext } from './query-context.mjs';
import { rison, supersetAdmin } from './rest.mjs';

export const supersetUsers = {
  admin: { username: 'admin', password: 'throughline-admin' },
  viewer: { username: 'viewer', password: 'throughline-viewer' },
};
/** Data that the viewer may read; the rest answers 404 to that person. */
const open = ['complaints_weekly', 'csat_weekly', 'mood_weekly', 'score_twice', 'plan_monthly', 'readings_big', 'csat_berlin'];

async function addViewer(api, datasets) {
  const one = async (path, query) => (await api.get(path + rison(query))).result;
  const [permission] = await one('/api/v1/security/permissions/', '(filters:!((col:name,opr:eq,value:datasource_access)))');
  const all = await one(
    '/api/v1/security/permissions-resources/',
    `(filters:!((col:permission,opr:rel_o_m,value:${permission.id})),page_size:100)`,
  );
  const rights = open.map((table) => all.find((row) => row.view_menu.name.endsWith(`(id:${datasets[table]})`))?.id);
  if (rights.includes(undefined)) throw new Error(`no datasource_access for each of ${open.join(', ')}`);
  const { id: role } = await api.post('/api/v1/security/roles/', { name: 'kpi_eu' });
  await api.post(`/api/v1/security/roles/${role}/permissions`, { permission_view_menu_ids: rights });
  const [gamma] = await one('/api/v1/security/roles/', '(filters:!((col:name,opr:eq,value:Gamma)))');
  await api.post('/api/v1/security/users/', {
    ...supersetUsers.viewer,
    first_name: 'Field operations',
    last_name: 'manager',
    email: 'viewer@bi.test',
    active: true,
    roles: [gamma.id, role],
  });
  await api.post('/api/v1/rowlevelsecurity/', {
    name: 'EU only',
    filter_type: 'Regular',
    tables: [datasets.complaints_weekly],
    roles: [role],
    clause: "region = 'EU'",
  });
}

/**
 * Fills a Superset that holds nothing but its administrator. `kpi`, `berlin`: SQLAlchemy addresses of the databases with the figures.
 * @returns `{ datasets: {table: id}, charts: {key: {id, name, viz, dataset, saved}}, dashboards: {key: {id, slug, title}} }`
 */
export async function seedSuperset(address, { kpi, berlin }) {
  const api = await supersetAdmin(address, supersetUsers.admin);
  const connect = async (name, uri) =>
    (await api.post('/api/v1/database/', { database_name: name, sqlalchemy_uri: uri, expose_in_sqllab: true })).id;
  const home = await connect('kpi', kpi);
  const abroad = await connect('kpi_berlin', berlin);
  const datasets = {};
  for (const table of new Set(charts.map((chart) => chart.dataset)))
    datasets[table] = (
      await api.post('/api/v1/dataset/', { database: table.endsWith('_berlin') ? abroad : home, schema: 'public', table_name: table })
    ).id;
  const seeded = {};
  for (const dashboard of dashboards) {
    const { key, title, slug } = dashboard;
    seeded[key] = { id: (await api.post('/api/v1/dashboard/', { dashboard_title: title, slug, published: true })).id, slug, title };
  }
  const made = {};
  for (const chart of charts) {
    const { key, name, viz, dataset, params, saved } = chart;
    const form = { ...params, viz_type: viz, datasource: `${datasets[dataset]}__table` };
    const { id } = await api.post('/api/v1/chart/', {
      slice_name: name,
      viz_type: viz,
      datasource_id: datasets[dataset],
      datasource_type: 'table',
      params: JSON.stringify(form),
      ...(saved && { query_context: JSON.stringify(queryContext(chart, datasets[dataset])) }),
      dashboards: dashboards.filter((dashboard) => dashboard.holds(key)).map((dashboard) => seeded[dashboard.key].id),
    });
    made[key] = { id, name, viz, dataset, saved };
  }
  for (const dashboard of dashboards)
    await api.put(`/api/v1/dashboard/${seeded[dashboard.key].id}`, {
      json_metadata: JSON.stringify({ positions: positions(dashboard, made) }),
    });
  await addViewer(api, datasets);
  return { datasets, charts: made, dashboards: seeded };
}
