import type { Profile } from '@request-desk/shared/profile';
import { atLeast } from '@request-desk/shared/staff-api';
import {
  newView,
  type SavedView,
  savedView,
  type ViewList,
  viewList,
  viewsQuery,
} from '@request-desk/shared/views-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest, ConsoleError } from '../../console/console-error.ts';
import { done, made, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import { keyCutter } from '../whole-keys.ts';
import { MOST_VIEWS, type SavedViews, type StoredView } from './saved-views.ts';

interface ViewRoutes {
  readonly views: SavedViews;
  readonly profile: Profile;
}

/** Saved views: one's own for everybody, shared ones by engineers; an admin removes anybody's. */
export async function viewRoutes(
  api: FastifyInstance,
  { views, profile }: ViewRoutes,
): Promise<void> {
  const cut = keyCutter(profile);

  route(api, 'GET /views', {
    access: needs('support', 'views:read'),
    summary: 'Saved views of the explorer or the dashboards: one’s own and shared ones',
    query: viewsQuery,
    answers: ok('ViewList', viewList),
    handle: async (request): Promise<ViewList> => {
      const { place } = request.query;
      const { id } = request.staff;
      return { items: (await views.list(place, id)).map((view) => viewAsWire(view, id)) };
    },
  });

  route(api, 'POST /views', {
    access: needs('support', 'views:change'),
    summary: 'Save a view, or overwrite one’s own of that name',
    body: { name: 'NewView', schema: newView },
    answers: made('SavedView', savedView, 'Saved'),
    handle: async (request): Promise<SavedView> => {
      const { staff } = request;
      const view = request.body;
      if (view.shared && !atLeast(staff.role, 'engineer'))
        throw new ConsoleError('not_allowed', 'A shared view requires the role engineer.');
      const saved = await views.save({ ...view, search: cut(view.search) }, staff.id);
      if (!saved) throw badRequest(`You have ${MOST_VIEWS} views here: remove one first.`);
      audit(request, { did: 'views:change', view: saved.id, shared: String(saved.shared) });
      return viewAsWire(saved, staff.id);
    },
  });

  route(api, 'DELETE /views/:id', {
    access: needs('support', 'views:change'),
    summary: 'Remove one’s own view; an admin, anybody’s shared one',
    answers: done('Gone'),
    handle: async (request): Promise<void> => {
      const { staff, params } = request;
      const view = await views.find(params.id);
      const own = view?.staffId === staff.id;
      // Somebody else's own view is answered as one that is not there.
      if (!view || !(own || view.shared)) throw absent('view');
      if (!own && staff.role !== 'admin')
        throw new ConsoleError('not_allowed', `${view.staffId} saved it: an admin can remove it.`);
      audit(request, { did: 'views:change', view: view.id });
      await views.remove(view.id);
    },
  });
}

function viewAsWire(view: StoredView, staffId: string): SavedView {
  const { id, place, name, search, shared, staffId: by, savedAt } = view;
  return {
    id,
    place,
    name,
    search,
    shared,
    by,
    own: by === staffId,
    saved_at: savedAt.toISOString(),
  };
}
