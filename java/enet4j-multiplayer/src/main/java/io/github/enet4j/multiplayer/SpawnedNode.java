package io.github.enet4j.multiplayer;

/** What is known of a node that a spawner made, here or at a peer. */
final class SpawnedNode {
    /** In place of a scene's number. */
    static final int CUSTOM = 0xff;

    final RemoteNode node;
    final MultiplayerSpawner spawner;
    final int scene;

    /** The argument of a custom spawn. */
    final Object data;

    /** The peer whose spawner made it; 0 if it was ours. */
    final int spawnedBy;

    /** Its number, given by the side that spawned it; 0 while it has none. */
    int netId;

    SpawnedNode(RemoteNode node, MultiplayerSpawner spawner, int scene, Object data, int spawnedBy) {
        this.node = node;
        this.spawner = spawner;
        this.scene = scene;
        this.data = data;
        this.spawnedBy = spawnedBy;
    }

    boolean isOurs() {
        return spawnedBy == 0;
    }

    /** As Godot has it: one synchronizer that shows it is enough; without any, all see it. */
    boolean isVisibleTo(int peer, int self) {
        boolean visible = true;
        for (MultiplayerSynchronizer synchronizer : node.synchronizers()) {
            if (synchronizer.authority() == self) {
                if (synchronizer.shows(peer)) {
                    return true;
                }
                visible = false;
            }
        }
        return visible;
    }
}
