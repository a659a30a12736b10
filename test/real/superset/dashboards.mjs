// The dashboards that the tests open, as rows of chart keys from charts.mjs. Plain Node ≥ 20.

const dashboard = (key, title, slug, body) => {
  const rows = [...(body.rows ?? []), ...(body.tabs ?? []).flatMap((tab) => tab.rows)];
  return { key, title, slug, ...body, holds: (chart) => rows.flat().includes(chart) };
};

export const dashboards = [
  dashboard('field', 'Field operations KPIs', 'field-operations', {
    rows: [
      ['total', 'trend', 'untitled'],
      ['line', 'bar'],
      ['totalUnsaved', 'trendUnsaved', 'compared'],
      ['lineUnsaved', 'barUnsaved'],
      ['turnover', 'table'],
    ],
    note: 'Figures are invented. Weeks start on Monday.',
  }),
  dashboard('tabs', 'Field operations by subject', 'field-operations-tabs', {
    tabs: [
      { name: 'Complaints', rows: [['trend'], ['line']] },
      { name: 'Satisfaction', rows: [['bar'], ['barUnsaved']] },
      { name: 'People', rows: [['turnover'], ['twice'], ['planned'], ['table'], ['mood'], ['several'], ['none'], ['lineUnsaved']] },
    ],
  }),
  dashboard('awkward', 'Awkward numbers', 'awkward-numbers', {
    rows: [
      ['mood', 'moodFails'],
      ['twice', 'twicePlain'],
      ['several', 'none'],
      ['broken', 'planned'],
      ['berlin', 'big'],
    ],
  }),
];

/** The layout of a dashboard as Superset stores it; `made`: chart key → {id, name}. */
export function positions({ title, rows = [], tabs = [], note }, made) {
  const layout = {
    DASHBOARD_VERSION_KEY: 'v2',
    ROOT_ID: { type: 'ROOT', id: 'ROOT_ID', children: ['GRID_ID'] },
    HEADER_ID: { type: 'HEADER', id: 'HEADER_ID', meta: { text: title } },
    GRID_ID: { type: 'GRID', id: 'GRID_ID', children: [], parents: ['ROOT_ID'] },
  };
  const add = (parent, node) => {
    layout[node.id] = { children: [], ...node, parents: [...(layout[parent].parents ?? []), parent] };
    layout[parent].children.push(node.id);
  };
  const fill = (parent, place, list) =>
    list.forEach((keys, r) => {
      const row = `ROW-${place}${r}`;
      add(parent, { id: row, type: 'ROW', meta: { background: 'BACKGROUND_TRANSPARENT' } });
      for (const key of keys)
        add(row, {
          id: `CHART-${place}${key}`,
          type: 'CHART',
          meta: { chartId: made[key].id, sliceName: made[key].name, width: 12 / keys.length, height: keys.length > 2 ? 30 : 50 },
        });
    });
  fill('GRID_ID', '', rows);
  if (note) {
    add('GRID_ID', { id: 'ROW-note', type: 'ROW', meta: { background: 'BACKGROUND_TRANSPARENT' } });
    add('ROW-note', { id: 'MARKDOWN-note', type: 'MARKDOWN', meta: { width: 12, height: 14, code: note } });
  }
  if (tabs.length) {
    layout.ROOT_ID.children = []; // tabs of the whole dashboard stand in the grid's place
    add('ROOT_ID', { id: 'TABS-main', type: 'TABS', meta: {} });
    tabs.forEach(({ name, rows: list }, t) => {
      add('TABS-main', { id: `TAB-${t}`, type: 'TAB', meta: { text: name } });
      fill(`TAB-${t}`, `t${t}-`, list);
    });
  }
  return layout;
}
