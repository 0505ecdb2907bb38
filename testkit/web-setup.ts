import { MEETSO_PROFILE } from '../server/src/meetso/profile.ts';

// The server puts data into the page; tests of the page get the Meetso API's.
for (const [id, value] of Object.entries({ profile: MEETSO_PROFILE, directory: 'managed' })) {
  const script = document.createElement('script');
  script.type = 'application/json';
  script.id = id;
  script.textContent = JSON.stringify(value);
  document.head.append(script);
}
