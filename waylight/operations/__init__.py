"""Running the practice's machine: the worker, the schedule of recurring work, health, the demonstration practice."""
