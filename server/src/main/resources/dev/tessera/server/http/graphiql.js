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

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: example,
  }),
);
