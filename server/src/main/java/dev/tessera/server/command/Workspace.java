package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;

/**
 * What a verb works on: the same in its own process, which opened the graph for it, and in a running server, whose graph
 * it is. A verb never closes the graph.
 */
record Workspace(Config config, Graph graph, Caller caller) {}
