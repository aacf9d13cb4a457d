// The few questions that are put to GitHub's API: https://docs.github.com/en/rest/issues/comments
const RETRIES = 2;

/** A token that may not do it is no failure of the run: `undefined`. Everything else that is no success is. */
export async function api(method, path, body) {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(`${process.env.GITHUB_API_URL}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${process.env.TOKEN}`,
        'content-type': 'application/json',
        'user-agent': 'cdk8s-mesh-access',
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    if ([401, 403, 404].includes(response.status)) return undefined;
    if (response.status < 500 || attempt === RETRIES) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 200 * 4 ** attempt));
  }
}

/** All pages; `undefined`: it may not be read. */
export async function pages(path) {
  const all = [];
  for (let page = 1; ; page++) {
    const some = await api('GET', `${path}?per_page=100&page=${page}`);
    if (some === undefined) return undefined;
    all.push(...some);
    if (some.length < 100) return all;
  }
}
