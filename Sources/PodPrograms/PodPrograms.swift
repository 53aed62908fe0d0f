// PodPrograms
