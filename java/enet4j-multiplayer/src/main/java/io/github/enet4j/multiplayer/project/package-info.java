/** Reads the text files of Godot projects. Not exported: programs see {@code GodotProject}. */
package io.github.enet4j.multiplayer.project;
