mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-2" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/shop-pipeline" }
  }
}

variables {
  name                = "shop"
  repository          = "acme/shop"
  connection_arn      = "arn:aws:codeconnections:eu-west-2:123456789012:connection/0a1b2c3d-0000-4000-8000-000000000000"
  artifact_bucket_arn = "arn:aws:s3:::shop-artifacts"
  approval_topic_arn  = "arn:aws:sns:eu-west-2:123456789012:shop"
  task_role_arns      = ["arn:aws:iam::123456789012:role/shop-production-execution"]
  build               = { project = "shop-build" }
  stages = [
    { environment = "development", project = "shop-deploy-development" },
    {
      environment = "production", service = "production-app", deploy = "code-deploy", code_deploy = { application = "production-app", deployment_group = "production-app" }
      project     = "shop-deploy-production", approve = true, preview = "shop-preview-production"
    },
  ]
}

run "from_the_commit_to_production" {
  command = plan

  module {
    source = "../modules/pipeline"
  }

  assert {
    condition = [for stage in aws_codepipeline.this.stage : "${stage.name}: ${join(", ", [for action in stage.action : "${action.provider} ${action.run_order}"])}"] == [
      "Source: CodeStarSourceConnection 1", "Build: CodeBuild 1", "Deploy-development: CodeBuild 1", "Approve-production: CodeBuild 1, Manual 2", "Promote-production: CodeBuild 1", "Deploy-production: CodeDeployToECS 1",
    ]
    error_message = "The stages are others, or in another order."
  }

  assert {
    condition     = [for stage in aws_codepipeline.this.stage : stage.name if length(stage.on_failure) > 0] == ["Deploy-development", "Deploy-production"] && alltrue([for stage in aws_codepipeline.this.stage : stage.on_failure[0].result == "ROLLBACK" if length(stage.on_failure) > 0])
    error_message = "Deployments are rolled back, and no approval or promotion is repeated by that."
  }

  assert {
    condition     = aws_codepipeline.this.stage[3].action[1].configuration["ExternalEntityLink"] == "#{preview-production.DIFF_URL}" && aws_codepipeline.this.stage[3].action[0].namespace == "preview-production" && aws_codepipeline.this.stage[3].action[1].configuration["NotificationArn"] == "arn:aws:sns:eu-west-2:123456789012:shop"
    error_message = "The approval leads to what the preview has shown, and is announced."
  }

  assert {
    condition     = aws_codepipeline.this.stage[4].action[0].input_artifacts == tolist(["source", "build"]) && aws_codepipeline.this.stage[4].action[0].output_artifacts == tolist(["production"])
    error_message = "What is promoted is the release of this execution."
  }

  assert {
    condition = aws_codepipeline.this.stage[5].action[0].configuration == tomap({
      ApplicationName                = "production-app", DeploymentGroupName = "production-app"
      TaskDefinitionTemplateArtifact = "production", TaskDefinitionTemplatePath = "production-taskdef.json"
      AppSpecTemplateArtifact        = "production", AppSpecTemplatePath = "appspec.yaml"
    }) && aws_codepipeline.this.stage[5].action[0].input_artifacts == tolist(["production"])
    error_message = "CodeDeploy gets production's task definition and appspec."
  }

  assert {
    condition     = aws_codepipeline.this.pipeline_type == "V2" && one(aws_codepipeline.this.trigger).git_configuration[0].push[0].branches[0].includes == tolist(["main"])
    error_message = "Pushes to the branch start it."
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid if contains(flatten([statement.Resource]), "*") && !can(statement.Condition)]) == toset(["ReadTaskDefinitions"])
    error_message = "Something is allowed on every resource."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : toset(statement.Resource) if statement.Sid == "Build"] == [toset([for project in ["build", "deploy-development", "deploy-production", "preview-production"] : "arn:aws:codebuild:eu-west-2:123456789012:project/shop-${project}"])]
    error_message = "It starts its own projects and no others."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == { StringEquals = { "aws:SourceArn" = "arn:aws:codepipeline:eu-west-2:123456789012:shop" } }
    error_message = "CodePipeline takes the role on for this pipeline only."
  }
}

run "triggers_by_branch_path_and_tag" {
  command = plan

  module {
    source = "../modules/pipeline"
  }

  variables {
    triggers  = [{ branches = ["main", "release/*"], paths = ["app/**"], except_paths = ["app/docs/**"] }, { tags = ["v*"] }]
    variables = { REASON = { default = "push", description = "Why it was started" } }
  }

  assert {
    condition = (
      aws_codepipeline.this.trigger[0].git_configuration[0].push[0].branches[0].includes == tolist(["main", "release/*"])
      && aws_codepipeline.this.trigger[0].git_configuration[0].push[0].file_paths[0].includes == tolist(["app/**"])
      && aws_codepipeline.this.trigger[0].git_configuration[0].push[0].file_paths[0].excludes == tolist(["app/docs/**"])
      && aws_codepipeline.this.trigger[0].git_configuration[0].push[1].tags[0].includes == tolist(["v*"])
    )
    error_message = "The filters are others."
  }

  assert {
    condition     = one(aws_codepipeline.this.variable).name == "REASON" && jsondecode(aws_codepipeline.this.stage[1].action[0].configuration["EnvironmentVariables"]) == [{ name = "REASON", value = "#{variables.REASON}", type = "PLAINTEXT" }]
    error_message = "The variable reaches the build."
  }
}

run "started_by_hand_only" {
  command = plan

  module {
    source = "../modules/pipeline"
  }

  variables {
    triggers       = null
    connection_arn = null
    provider_type  = "Bitbucket"
    stages         = [{ environment = "development", deploy = "ecs", cluster = "development", service = "development-app" }]
  }

  assert {
    condition     = length(aws_codepipeline.this.trigger) == 0 && aws_codepipeline.this.stage[0].action[0].configuration["DetectChanges"] == "false"
    error_message = "A push starts it."
  }

  assert {
    condition     = aws_codeconnections_connection.this[0].provider_type == "Bitbucket" && aws_codeconnections_connection.this[0].name == "shop"
    error_message = "There is a connection to Bitbucket."
  }

  assert {
    condition     = aws_codepipeline.this.stage[2].action[0].configuration == tomap({ ClusterName = "development", ServiceName = "development-app", FileName = "imagedefinitions.json", DeploymentTimeout = "30" }) && aws_codepipeline.this.stage[2].action[0].input_artifacts == tolist(["build"])
    error_message = "ECS's action gets the build's image definitions."
  }
}

run "tags_and_branches_in_one_trigger_an_approval_without_a_preview_and_rollback_in_parallel_mode_are_refused" {
  command = plan

  module {
    source = "../modules/pipeline"
  }

  variables {
    triggers       = [{ branches = ["main"], tags = ["v*"] }]
    stages         = [{ environment = "development", project = "shop-deploy-development", approve = true }]
    execution_mode = "PARALLEL"
  }

  expect_failures = [var.triggers, var.stages, var.execution_mode]
}
