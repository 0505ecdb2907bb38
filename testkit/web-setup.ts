import { PARCEL_PROFILE } from './profiles/parcels.ts';

// The server puts data into the page; tests of the page get those of some API.
for (const [id, value] of Object.entries({ profile: PARCEL_PROFILE, directory: 'managed' })) {
  const script = document.createElement('script');
  script.type = 'application/json';
  script.id = id;
  script.textContent = JSON.stringify(value);
  document.head.append(script);
}
