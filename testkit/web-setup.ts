import { MEETSO_PROFILE } from '../server/src/meetso/profile.ts';

// The server puts the profile into the page; tests of the page get the Meetso API's.
const script = document.createElement('script');
script.type = 'application/json';
script.id = 'profile';
script.textContent = JSON.stringify(MEETSO_PROFILE);
document.head.append(script);
