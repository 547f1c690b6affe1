import { useEffect, useState } from "preact/hooks";
import { parseRoute, type Route } from "../route.ts";

/** Where the address points; a place on the page itself scrolls there, a page begins at its top. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
      // The browser itself goes to a place that is on the page already.
      if (document.getElementById(location.hash.slice(1)) === null) scrollTo(0, 0);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return parseRoute(hash);
}
