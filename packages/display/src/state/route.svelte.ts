import { parseRoute, type Route } from './route.ts';

class Router {
  current = $state.raw<Route>(parseRoute(location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.current = parseRoute(location.hash);
    });
  }

  /** The same page with another address, which takes the place of the one before: going back leaves the page. */
  replace(hash: string): void {
    history.replaceState(history.state, '', hash);
    this.current = parseRoute(hash);
  }

  go(hash: string): void {
    location.hash = hash;
  }
}

export const router = new Router();
