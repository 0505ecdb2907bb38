import './theme.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiFailure } from '../api/client.ts';
import { SidebarPage } from '../pages/sidebar/sidebar-page.tsx';
import { ticketIn } from '../pages/sidebar/url.ts';
import { followSystemTheme } from '../ui/theme.ts';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiFailure && error.kind !== 'network'),
    },
  },
});
const root = document.getElementById('root');
followSystemTheme();
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <SidebarPage ticket={ticketIn(location)} />
      </QueryClientProvider>
    </StrictMode>,
  );
