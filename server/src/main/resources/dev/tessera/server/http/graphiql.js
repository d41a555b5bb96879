// A file and not part of the page, because the page's policy runs no inline script.
const example = `# Ten items for a user, and why the model suggests each.
# Find ids with { items { nodes { id title } } } and in the history of a user.
query Recommendations {
  recommendations(for: { userId: "0" }, first: 10) {
    model { version kind identity }
    nodes {
      rank
      score
      source
      item { id title }
      explanation {
        text
        tokens(first: 3) { contribution token { id label } }
        history(first: 3) { contribution item { id title } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

// Subscriptions come over a web socket. What is written under "Headers", such as a key, goes along in its first message.
const fetcher = GraphiQL.createFetcher({
  url: "/graphql",
  subscriptionUrl: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
});

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: example,
  }),
);
