// The assignment through LEMON's network simplex: reads arcs from a binary file, prints
// the cost and the seconds to build and to solve.
//
// File: three int64 (questions n, helpers m, arcs), then per arc tail and head (int32), room
// and cost (int64), each as one array; arcs in order of their tail. Node n + m collects.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using lemon::StaticDigraph;
using Simplex = lemon::NetworkSimplex<StaticDigraph, std::int64_t, std::int64_t>;
using Clock = std::chrono::steady_clock;

template <typename T> std::vector<T> column(std::FILE *file, std::int64_t length) {
    std::vector<T> values(length);
    if (std::fread(values.data(), sizeof(T), length, file) != static_cast<size_t>(length)) {
        std::fprintf(stderr, "the file is too short\n");
        std::exit(2);
    }
    return values;
}

int main(int count, char **words) {
    std::FILE *file = count == 2 ? std::fopen(words[1], "rb") : nullptr;
    if (file == nullptr) {
        std::fprintf(stderr, "usage: lemon_flow FILE\n");
        return 2;
    }
    const auto size = column<std::int64_t>(file, 3);
    const auto n = size[0], m = size[1], arcs = size[2];
    const auto tail = column<std::int32_t>(file, arcs), head = column<std::int32_t>(file, arcs);
    const auto room = column<std::int64_t>(file, arcs), cost = column<std::int64_t>(file, arcs);
    std::fclose(file);

    const auto began = Clock::now();
    std::vector<std::pair<int, int>> ends(arcs);
    for (std::int64_t a = 0; a < arcs; ++a) ends[a] = {tail[a], head[a]};
    StaticDigraph graph;
    graph.build(n + m + 1, ends.begin(), ends.end());
    StaticDigraph::ArcMap<std::int64_t> rooms(graph), costs(graph);
    for (std::int64_t a = 0; a < arcs; ++a) {
        rooms[graph.arc(a)] = room[a];
        costs[graph.arc(a)] = cost[a];
    }
    StaticDigraph::NodeMap<std::int64_t> supply(graph, 0);
    for (std::int64_t i = 0; i < n; ++i) supply[graph.node(i)] = 1;
    supply[graph.node(n + m)] = -n;
    Simplex simplex(graph);
    simplex.upperMap(rooms).costMap(costs).supplyMap(supply);
    const auto built = Clock::now();
    if (simplex.run() != Simplex::OPTIMAL) {
        std::fprintf(stderr, "no optimum\n");
        return 1;
    }
    const std::chrono::duration<double> building = built - began, solving = Clock::now() - built;
    std::printf("%lld %.6f %.6f\n", static_cast<long long>(simplex.totalCost<std::int64_t>()),
                building.count(), solving.count());
}
