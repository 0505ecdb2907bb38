import type { DossierFound } from '@request-desk/shared/dossier';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ExternalLinks } from './external-links.tsx';

const CLIENT = '0af7651916cd43dd8448eb211c80319c';
const QUERIES = {
  permalink: '',
  docs: null,
  log_query: 'g',
  sentry_query: 's',
  clickhouse_query: 'c',
};

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(links: Partial<DossierFound['links']>) {
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  const sentry = { event_id: null, event_url: null, search_url: null };
  const dossier = { trace_id: 't', sentry, links: { ...QUERIES, ...links } };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ExternalLinks dossier={dossier as unknown as DossierFound} />
    </QueryClientProvider>,
  );
}

it('leads to the trace and to the client’s own in the tool that is configured', () => {
  const trace_url = 'https://jaeger.example/trace/t';
  const url = `https://jaeger.example/trace/${CLIENT}`;
  open({ trace_url, client_traces: [{ trace_id: CLIENT, url }] });
  const hrefs = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(hrefs).toEqual([trace_url, url]);
  expect(screen.getByRole('link', { name: /^Trace in jaeger\.example/ })).toBeDefined();
  expect(screen.getByTitle(CLIENT)).toBeDefined();
});

it('shows the client’s trace id where no tool is configured, and no link', () => {
  open({ client_traces: [{ trace_id: CLIENT }] });
  expect(screen.queryAllByRole('link')).toEqual([]);
  expect(screen.getByTitle(CLIENT)).toBeDefined();
});
