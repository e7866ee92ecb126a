"""What the tests of several rooms set up: projects, files, processes."""
